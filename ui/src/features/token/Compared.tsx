import type { ComparedClaimView, TokenComparisonView } from '../../ipc/client';
import { messages } from '../../messages';
import { Note } from './Note';
import { Stepwise } from './Stepwise';

const words = messages.token;

interface ComparedProps {
  comparison: TokenComparisonView;
  /** What the tokens are called. */
  first: string;
  second: string;
}

export function Compared({ comparison, first, second }: ComparedProps) {
  const { findings, rows } = comparison;
  const differing = rows.filter(({ same }) => !same);
  const equal = rows.filter(({ same }) => same);
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={words.compareTitle}>
      <div className="page token-page">
        <Note look={findings.length > 0 ? 'warn' : 'acc'} title={words.findings}>
          {findings.length === 0 ? (
            <p>{words.noFindings}</p>
          ) : (
            <ul className="plain-list">
              {findings.map((finding) => (
                <li key={finding}>{finding}</li>
              ))}
            </ul>
          )}
        </Note>
        <div className="box token-table">
          <table className="tbl claims compared" aria-label={words.compareTitle}>
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">
                  {words.first} <b>{first}</b>
                </th>
                <th scope="col">
                  {words.second} <b>{second}</b>
                </th>
                <th scope="col">{words.means}</th>
              </tr>
            </thead>
            <Group title={words.differs(differing.length)} rows={differing} />
            {equal.length > 0 && <Group title={words.same(equal.length)} rows={equal} />}
          </table>
        </div>
      </div>
    </div>
  );
}

function Group({ title, rows }: { title: string; rows: ComparedClaimView[] }) {
  return (
    <tbody>
      <tr className="h">
        <th scope="rowgroup" colSpan={4}>
          {title}
        </th>
      </tr>
      <Stepwise of={rows} columns={4}>
        {(row, at) => <Row key={`${at} ${row.part} ${row.name}`} row={row} />}
      </Stepwise>
    </tbody>
  );
}

function Row({ row: { name, meaning, first, second, same } }: { row: ComparedClaimView }) {
  return (
    <tr className={same ? '' : 'differs'}>
      <th scope="row" className="mono claim-name">
        {name}
      </th>
      <td className="mono">
        <Value text={first} />
      </td>
      <td className="mono">
        <Value text={second} />
      </td>
      <td className="dim">{meaning ?? words.own}</td>
    </tr>
  );
}

function Value({ text }: { text: string | null }) {
  return text === null ? (
    <span className="dim3 members">{words.absent}</span>
  ) : (
    <span className="claim-value">{text}</span>
  );
}
