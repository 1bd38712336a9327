import { Check, Checks } from '../../components/Checks';
import type { ServiceDraftView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.services;

/** What is known of the service while one signs in. */
export function DraftAside({ draft }: { draft: ServiceDraftView }) {
  const { form } = draft;
  return (
    <>
      <h2 className="t3">{words.asideTitle(draft.title)}</h2>
      <Checks label={words.asideTitle(draft.title)}>
        <Check>{draft.format}</Check>
        <Check>{words.types(draft.entityTypes.length)}</Check>
        {form.offered.length > 0 && (
          <Check>{words.offers(form.offered.map((grant) => words.grants[grant].title))}</Check>
        )}
        {form.offered.length === 0 && <Check tone="warning">{words.offersNothing}</Check>}
        {draft.isSaved && <Check>{words.asideSaved}</Check>}
      </Checks>
    </>
  );
}
