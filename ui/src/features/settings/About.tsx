import { Button } from '../../components/Button';
import { toastDone } from '../../components/toast';
import { ErrorNotice, toastError } from '../../errors/ErrorNotice';
import { messages } from '../../messages';
import { Licences } from './Licences';
import { LoadingPart } from './LoadingPart';
import { useAbout } from './queries';

const words = messages.settings.about;

/** What the app is and what it is made of. */
export function About() {
  const about = useAbout();
  if (about.isError) return <ErrorNotice error={about.error} onStep={() => void about.refetch()} />;
  if (!about.data) return <LoadingPart />;
  const { version, parts, dataFolder, licences } = about.data;
  const copyFolder = () =>
    navigator.clipboard.writeText(dataFolder).then(() => toastDone(words.folderCopied), toastError);
  return (
    <div className="col g24">
      <dl className="box about-facts">
        <div>
          <dt>{messages.app}</dt>
          <dd>{version}</dd>
        </div>
        {parts.map((part) => (
          <div key={part.name}>
            <dt>{part.name}</dt>
            <dd>{part.version}</dd>
          </div>
        ))}
        <div>
          <dt>{words.dataFolder}</dt>
          <dd className="row">
            <span className="mono">{dataFolder}</span>
            <Button
              size="xsm"
              look="ghost"
              icon="copy"
              square
              aria-label={words.copyFolder}
              title={words.copyFolder}
              onClick={() => void copyFolder()}
            />
          </dd>
        </div>
      </dl>
      <Licences licences={licences} />
    </div>
  );
}
