import { Filled } from '../../components/Filled';
import { Icon } from '../../components/Icon';
import type { ConnectionFormView, NewConnectionView } from '../../ipc/client';
import { messages } from '../../messages';
import { Copyable } from './Copyable';
import { openPortal } from './queries';

const words = messages.newConnection;

interface GuideProps {
  form: ConnectionFormView;
  choices: NewConnectionView;
}

/** Where in the developer portal each of them is. */
export function Guide({ form, choices }: GuideProps) {
  const chosen = choices.installations.find((one) => one.installation === form.installation);
  return (
    <>
      <h2 className="t3">{words.guide}</h2>
      <ol>
        <li>
          <span>
            {chosen?.hasPortal ? (
              <Filled
                text={words.guideOpen}
                places={{
                  portal: (
                    <button
                      type="button"
                      className="linkb"
                      onClick={() => openPortal(form.installation)}
                    >
                      {words.portal(choices.serviceTitle.split(' ')[0] ?? '')}{' '}
                      <Icon name="ext" size={12} />
                    </button>
                  ),
                }}
              />
            ) : (
              words.guideOpenOwn
            )}
          </span>
        </li>
        <li>
          <span>{words.guideType}</span>
        </li>
        <li>
          <span>
            {words.guideRedirect}
            <Copyable text={choices.form.redirectUri} label={words.copy} done={words.copied} />
          </span>
        </li>
        <li>
          <span>{words.guideKeys}</span>
        </li>
      </ol>
    </>
  );
}
