import { useMemo, useState } from 'react';
import { Button } from '../../../components/Button';
import { Segments } from '../../../components/Segments';
import { copyText } from '../../../components/copy';
import type { EntityView } from '../../../ipc/client';
import { messages } from '../../../messages';
import { jsonParts } from './jsonParts';

const words = messages.recordJson;
type Side = keyof typeof words.sides;

/** As `detail.css` has it. */
const LINE = 19;

/** The record as the service sent it, or as it would be with the unsent edits. */
export function JsonTab({ entity }: { entity: EntityView }) {
  const [side, setSide] = useState<Side>('edited');
  const { json, editedJson } = entity;
  const shown: Side = editedJson !== '' && (side === 'edited' || json === '') ? 'edited' : 'loaded';
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
          <Segments
            label={words.which}
            value={shown}
            options={[
              { value: 'loaded', title: words.sides.loaded, disabled: json === '' },
              { value: 'edited', title: words.sides.edited },
            ]}
            onChange={(one) => setSide(one)}
          />
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
