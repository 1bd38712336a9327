import type { TokenKindView, TokenView } from '../../ipc/client';
import { messages } from '../../messages';
import { BrokenNote } from './BrokenNote';
import { CanDo } from './CanDo';
import { Claims } from './Claims';
import { Endpoint } from './Endpoint';
import { Kept } from './Kept';
import { Known } from './Known';
import { Lifetime } from './Lifetime';
import { Masked } from './Masked';
import { Note } from './Note';
import { PartsTable } from './PartsTable';
import { isReadInPart } from './reading';
import { ServerSays, type AskingServer } from './ServerSays';
import { Signature } from './Signature';
import { Warnings } from './Warnings';
import { Whose } from './Whose';

const words = messages.token;

interface TokenBodyProps {
  token: TokenView;
  /** Nothing where nobody can know. */
  kind: TokenKindView | null;
  server: AskingServer;
}

/** All that is known of a token, in two columns. */
export function TokenBody({ token, kind, server }: TokenBodyProps) {
  const isOpaque = token.form === 'opaque';
  const isBroken = isReadInPart(token);
  const isInParts = (isBroken || token.form === 'encrypted') && token.parts.length > 0;
  const hasNoMore = token.form === 'broken' && token.signature.state === 'notChecked';
  return (
    // Where nothing in it takes the keyboard, it is scrolled by keys all the same.
    <div className="scroll" tabIndex={0} role="group" aria-label={words.claimsTitle}>
      <div className="page token-page">
        <Masked token={token} />
        {isBroken && <BrokenNote token={token} />}
        {isOpaque && <Note look="acc" title={words.opaqueTitle} text={words.opaqueText} />}
        {token.form === 'encrypted' && (
          <Note look="acc" title={words.encryptedTitle} text={words.encryptedText} />
        )}
        <Warnings token={token} />
        <Lifetime token={token} />
        <div className={isInParts ? 'col g20' : 'tgrid'}>
          <div className="col g20">
            {isOpaque && <Known token={token} />}
            {isInParts && <PartsTable token={token} />}
            {!isOpaque && !isInParts && !isBroken && <Claims token={token} />}
            {isOpaque && <ServerSays token={token} server={server} boxed />}
          </div>
          {!hasNoMore && (
            <div className="col g20">
              <Signature token={token} />
              <CanDo token={token} kind={kind} />
              <Endpoint token={token} />
              {!isOpaque && <Whose token={token} />}
              {!isOpaque && <ServerSays token={token} server={server} />}
              <Kept token={token} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
