import { useState } from 'react';
import { useLocation } from 'wouter';
import { Check, Checks } from '../../components/Checks';
import type { ServiceDraftView } from '../../ipc/client';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { FormPage, goTo } from '../sign-in/FormPage';
import { markOf } from '../sign-in/mark';
import { DocumentSource, SOURCE } from './DocumentSource';
import { DraftSummary } from './DraftSummary';
import { useReadDocument } from './queries';
import { useServiceDraft } from './serviceDraft';
import './services.css';

const words = messages.services;

/** The first of three steps: what the service says of itself. */
export function DocumentScreen() {
  const [, go] = useLocation();
  const kept = useServiceDraft();
  const [draft, setDraft] = useState(kept.kept?.draft);
  const read = useReadDocument((found) => {
    if (!found) return;
    setDraft(found);
    kept.keep({ draft: found, form: found.form, isConfidential: false });
    if (found.isSaved) goOn();
  });
  const goOn = () => go(paths.addServiceSignIn);
  return (
    <FormPage
      title={words.title}
      mark={markOf('')}
      step={words.steps.document}
      backLabel={words.back}
      onBack={() => go(paths.home)}
      error={read.error}
      onStep={(step) => (step === 'fixField' ? goTo(SOURCE) : read.again())}
      asideLabel={words.documentAside}
      aside={<DocumentAside />}
      promise={words.documentPromise}
      block={blockOf(draft)}
      submit={{ label: words.goOn }}
      busy={read.isPending}
      onSubmit={goOn}
    >
      <section className="fs">
        <DocumentSource
          busy={read.isPending}
          hasDraft={draft !== undefined}
          onRead={read.send}
          onCancel={read.cancel}
        />
      </section>
      {draft && <DraftSummary draft={draft} />}
    </FormPage>
  );
}

function blockOf(draft: ServiceDraftView | undefined) {
  if (!draft) return { place: 'service-document', reason: words.blockedDocument };
  return draft.entityTypes.length === 0
    ? { place: 'service-document', reason: words.noTypes }
    : undefined;
}

function DocumentAside() {
  return (
    <>
      <h2 className="t3">{words.documentAside}</h2>
      <Checks>
        {words.documentLines.map((line) => (
          <Check key={line}>{line}</Check>
        ))}
      </Checks>
    </>
  );
}
