import type { DescribedTypeView, ServiceDraftView } from '../../ipc/client';
import { count } from '../../format/numbers';
import { messages } from '../../messages';

const words = messages.services;

/** What a document was understood to say. */
export function DraftSummary({ draft }: { draft: ServiceDraftView }) {
  return (
    <section className="fs" aria-label={words.found} role="region">
      <div className="row wrap">
        <h2 className="t3">{draft.title}</h2>
        <span className="tag">{draft.format}</span>
        {draft.isSaved && <span className="tag ok">{words.savedDescription}</span>}
        <span className="dim3">{words.types(draft.entityTypes.length)}</span>
      </div>
      {draft.entityTypes.length > 0 && (
        <div className="box types" tabIndex={0} role="group" aria-label={words.columns.name}>
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{words.columns.name}</th>
                <th scope="col">{words.columns.path}</th>
                <th scope="col" className="num">
                  {words.columns.fields}
                </th>
                <th scope="col">{words.columns.may}</th>
              </tr>
            </thead>
            <tbody>
              {draft.entityTypes.map((type) => (
                <tr key={type.name}>
                  <td>{type.plural}</td>
                  <td className="mono dim">{type.path}</td>
                  <td className="num">{count(type.fields)}</td>
                  <td className="dim">{mayDo(type)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {draft.leftOut.length > 0 && (
        <details open={draft.leftOut.length < 4}>
          <summary className="sm dim">{words.leftOut(draft.leftOut.length)}</summary>
          <ul className="left-out sm dim">
            {draft.leftOut.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** "list, create, update". */
function mayDo(type: DescribedTypeView): string {
  const may = [
    type.mayList && words.may.list,
    type.mayCreate && words.may.create,
    type.mayUpdate && words.may.update,
    type.mayDelete && words.may.delete,
  ].filter(Boolean);
  return may.join(', ') || words.mayNothing;
}
