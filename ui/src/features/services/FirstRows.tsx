import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from '../../components/Button';
import { Check, Checks } from '../../components/Checks';
import { ErrorNotice } from '../../errors/ErrorNotice';
import { showValue } from '../../format/values';
import type { EntityTypeView, PreviewView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.services.answers;

interface FirstRowsProps {
  type: EntityTypeView;
  preview: UseQueryResult<PreviewView>;
  /** A correction is being typed. */
  isWaiting: boolean;
  onStop(): void;
}

/** What came of the first request, and what was understood of it. */
export function FirstRows({ type, preview, isWaiting, onStop }: FirstRowsProps) {
  const { data, error, isFetching, isPlaceholderData, isPending } = preview;
  const isBusy = isFetching || isWaiting;
  const isStopped = !isBusy && !error && (isPending || isPlaceholderData);
  return (
    <section className="fs" aria-label={words.firstRows(type.plural)} aria-busy={isBusy}>
      <div className="row" role="status" style={{ minHeight: 28 }}>
        <h2 className="t3">{words.firstRows(type.plural)}</h2>
        {data && !data.problem && !isBusy && !isStopped && (
          <span className="dim3">{words.rows(data.rows.length, data.count)}</span>
        )}
        <span className="grow" />
        {isBusy && (
          <>
            <span className="spin" />
            <span className="dim">{words.asking}</span>
            {isFetching && (
              <Button size="xsm" onClick={onStop}>
                {words.stop}
              </Button>
            )}
          </>
        )}
        {isStopped && (
          <>
            <span className="dim">{words.stopped}</span>
            <Button size="xsm" icon="refresh" onClick={() => void preview.refetch()}>
              {words.tryAgain}
            </Button>
          </>
        )}
      </div>
      {error && !isBusy && <Notice error={error} onStep={() => void preview.refetch()} />}
      {data && !error && !isStopped && <Understood type={type} found={data} isOld={isBusy} />}
    </section>
  );
}

interface UnderstoodProps {
  type: EntityTypeView;
  found: PreviewView;
  /** Of the settings before. */
  isOld: boolean;
}

function Understood({ type, found, isOld }: UnderstoodProps) {
  return (
    <div className={isOld ? 'understood old' : 'understood'}>
      {found.problem && <Notice error={found.problem} />}
      {found.rows.length > 0 && <Table type={type} found={found} />}
      <Checks label={words.understood} columns={1}>
        {found.problem ? (
          <Check tone="problem" said={messages.newConnection.problem}>
            {words.rowsNotFound}
          </Check>
        ) : (
          <>
            <Check>{found.rows.length ? words.rowsFound(found.rows.length) : words.none}</Check>
            <Check>
              {found.count === null ? words.countUnknown : words.countFound(found.count)}
            </Check>
            <Paged secondPage={found.secondPage} />
          </>
        )}
      </Checks>
      {found.answer && (
        <details>
          <summary className="sm dim">{words.answer}</summary>
          <pre className="tok answer" tabIndex={0}>
            {found.answer}
          </pre>
        </details>
      )}
    </div>
  );
}

function Paged({ secondPage }: { secondPage: boolean | null }) {
  if (secondPage === false)
    return (
      <Check tone="warning" said={messages.newConnection.warning}>
        {words.noSecondPage}
      </Check>
    );
  return <Check>{secondPage === null ? words.onePage : words.secondPage}</Check>;
}

function Table({ type, found }: { type: EntityTypeView; found: PreviewView }) {
  const fields = found.columns.map((name) => type.fields.find((field) => field.name === name));
  return (
    <div className="box types" tabIndex={0} role="group" aria-label={words.firstRows(type.plural)}>
      <table className="tbl">
        <thead>
          <tr>
            {found.columns.map((name, at) => (
              <th key={name} scope="col">
                {fields[at]?.title ?? name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, at) => (
                <td key={found.columns[at]} className="cell">
                  {showValue(fields[at] ?? PLAIN, value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const PLAIN = { kind: 'text' as const, choices: [] };

function Notice({ error, onStep }: { error: unknown; onStep?: () => void }) {
  return (
    <div className="inline-error">
      <ErrorNotice error={error} onStep={onStep} />
    </div>
  );
}
