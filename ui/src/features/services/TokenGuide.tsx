import { Filled } from '../../components/Filled';
import { Icon } from '../../components/Icon';
import type { NewBidcoreView } from '../../ipc/client';
import { messages } from '../../messages';
import { Copyable } from '../sign-in/Copyable';
import { openTokenPortal } from './queries';

const words = messages.bidcore;

/** How a permanent token is made, step by step. */
export function TokenGuide({ choices }: { choices: NewBidcoreView }) {
  return (
    <>
      <h2 className="t3">{words.guide}</h2>
      <ol>
        <li>
          <span>
            <Filled
              text={words.guideOpen(choices.portalHost)}
              places={{
                portal: (
                  <button type="button" className="linkb" onClick={openTokenPortal}>
                    {words.portal} <Icon name="ext" size={12} />
                  </button>
                ),
              }}
            />
          </span>
        </li>
        <li>
          <span>{words.guideNew}</span>
        </li>
        <li>
          <span>
            {words.guideScope}
            <Copyable text={choices.portalScope} label={words.copyScope} done={words.scopeCopied} />
          </span>
        </li>
        <li>
          <span>{words.guideCopy}</span>
        </li>
        <li>
          <span>{words.guidePaste}</span>
        </li>
      </ol>
    </>
  );
}
