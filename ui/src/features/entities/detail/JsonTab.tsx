import { useMemo, useState } from 'react';
import { Button } from '../../../components/Button';
import { copyText } from '../../../components/copy';
import type { EntityView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { jsonParts } from './jsonParts';

const words = messages.recordJson;
/** As `detail.css` has it. */
const LINE = 19;

/** The record as the service sent it, or as it would be with the unsent edits. */
export function JsonTab({ entity }: { entity: EntityView }) {
  const [side, setSide] = useState<keyof typeof words.sides>('edited');
  const { json, editedJson } = entity;
  const shown = editedJson !== '' && (side === 'edited' || json === '') ? 'edited' : 'loaded';
  const text = shown === 'edited' ? editedJson : json;
  const parts = useMemo(
    () => jsonParts(text, editedJson === '' ? '' : text === json ? editedJson : json),
    [text, json, editedJson],
  );
  return (
    <>
      <div className="json-head">
        {editedJson === '' ? (
          <span className="sm dim3">{json === '' ? words.none : words.asLoaded}</span>
        ) : (
          <span className="seg" role="group" aria-label={words.which}>
            {(['loaded', 'edited'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === shown}
                className={one === shown ? 'on' : ''}
                disabled={one === 'loaded' && json === ''}
                onClick={() => setSide(one)}
              >
                {words.sides[one]}
              </button>
            ))}
          </span>
        )}
        <Button
          size="xsm"
          icon="copy"
          className="push"
          disabled={text === ''}
          onClick={() => copyText(text, words.copied)}
        >
          {words.copy}
        </Button>
      </div>
      <pre className="scroll json-text" tabIndex={0} aria-label={words.label}>
        {parts.map((part, at) => (
          <code
            key={at}
            className={part.isChanged ? 'changed' : undefined}
            style={{ containIntrinsicSize: `auto ${part.lines * LINE}px` }}
          >
            {part.isChanged && <span className="sr">{words.changed}</span>}
            {part.text}
          </code>
        ))}
      </pre>
    </>
  );
}
