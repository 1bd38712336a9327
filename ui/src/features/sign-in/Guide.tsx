import { Button } from '../../components/Button';
import { Icon } from '../../components/Icon';
import type { ConnectionFormView, NewConnectionView } from '../../ipc/client';
import { messages } from '../../messages';
import { copyAddress } from './copy';
import { openPortal } from './queries';

const words = messages.newConnection;

interface GuideProps {
  form: ConnectionFormView;
  choices: NewConnectionView;
}

/** Where in the developer portal each of them is. */
export function Guide({ form, choices }: GuideProps) {
  const chosen = choices.installations.find((one) => one.installation === form.installation);
  const own = choices.form.redirectUri;
  return (
    <>
      <h2 className="t3">{words.guide}</h2>
      <ol>
        <li>
          <span>
            {chosen?.hasPortal ? (
              <>
                {words.guideOpen}{' '}
                <button
                  type="button"
                  className="linkb"
                  onClick={() => openPortal(form.installation)}
                >
                  {choices.serviceTitle.split(' ')[0]} {words.portal} <Icon name="ext" size={12} />
                </button>
              </>
            ) : (
              words.guideOpenOwn
            )}{' '}
            {words.guideNew}
          </span>
        </li>
        <li>
          <span>{words.guideType}</span>
        </li>
        <li>
          <span>
            {words.guideRedirect}
            <span className="tok">
              <span className="grow">{own}</span>
              <Button
                look="ghost"
                size="xsm"
                square
                icon="copy"
                aria-label={words.copy}
                onClick={() => copyAddress(own)}
              />
            </span>
          </span>
        </li>
        <li>
          <span>{words.guideKeys}</span>
        </li>
      </ol>
    </>
  );
}
