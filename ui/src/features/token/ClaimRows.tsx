import { useState, type ReactNode } from 'react';
import { Icon } from '../../components/Icon';
import type { ClaimView } from '../../ipc/client';
import { messages } from '../../messages';
import { Meaning } from './Meaning';
import { Stepwise } from './Stepwise';

const words = messages.token;
/** Larger ones are folded at first. */
const OPEN = 8;

interface ClaimRowsProps {
  claims: ClaimView[];
  /** How deep it stands inside of others. */
  depth?: number;
  /** Cells before the name, of the first line and of all others. */
  before?: { first: ReactNode; other: ReactNode };
  columns?: number;
}

/** A line for each claim, and below it what stands inside. */
export function ClaimRows({ claims, depth = 0, before, columns = 3 }: ClaimRowsProps) {
  return (
    <Stepwise of={claims} columns={columns}>
      {(claim, at) => (
        <ClaimRow
          key={`${at} ${claim.name}`}
          claim={claim}
          depth={depth}
          columns={columns}
          before={before && { first: at === 0 ? before.first : before.other, other: before.other }}
        />
      )}
    </Stepwise>
  );
}

interface ClaimRowProps {
  claim: ClaimView;
  depth: number;
  columns: number;
  before: ClaimRowsProps['before'];
}

function ClaimRow({ claim, depth, columns, before }: ClaimRowProps) {
  const { name, value, inside, incomplete } = claim;
  const [isOpen, setOpen] = useState(depth < 3 && inside.length <= OPEN);
  const hasInside = inside.length > 0;
  return (
    <>
      <tr data-claim={name}>
        {before?.first}
        <th
          scope="row"
          className="mono claim-name"
          style={{ paddingLeft: (before ? 10 : 14) + depth * 16 }}
        >
          {hasInside ? (
            <button
              type="button"
              className="claim-fold"
              aria-expanded={isOpen}
              aria-label={isOpen ? words.foldClaim(name) : words.openClaim(name)}
              onClick={() => setOpen(!isOpen)}
            >
              <Icon name={isOpen ? 'cd' : 'cr'} size={12} />
              {name}
            </button>
          ) : (
            name
          )}
        </th>
        <td className={incomplete ? 'mono c-warn' : 'mono'}>
          {hasInside && isOpen ? (
            <span className="dim3 members">{words.members(inside.length)}</span>
          ) : (
            <span className="claim-value">{value}</span>
          )}
        </td>
        <td className="dim">
          <Meaning claim={claim} isInside={depth > 0} />
        </td>
      </tr>
      {hasInside && isOpen && (
        <ClaimRows
          claims={inside}
          depth={depth + 1}
          columns={columns}
          {...(before && { before: { first: before.other, other: before.other } })}
        />
      )}
    </>
  );
}
