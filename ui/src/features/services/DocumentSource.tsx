import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button';
import { Choices } from '../../components/Choices';
import { TextField } from '../../components/TextField';
import type { DocumentRequest } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.services;
const SOURCES = ['address', 'file', 'text'] as const;

/** The control that the document, or its address, is typed into. */
export const SOURCE = 'service-source';

interface DocumentSourceProps {
  busy: boolean;
  hasDraft: boolean;
  onRead(request: DocumentRequest): void;
  onCancel(): void;
}

/** Where the document is taken from. */
export function DocumentSource({ busy, hasDraft, onRead, onCancel }: DocumentSourceProps) {
  const [from, setFrom] = useState<(typeof SOURCES)[number]>('address');
  const [address, setAddress] = useState('');
  const [text, setText] = useState('');
  const isReady = from === 'file' || (from === 'address' ? address : text).trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || busy) return;
    if (from === 'address') onRead({ from, address: address.trim() });
    else onRead(from === 'text' ? { from, text } : { from });
  };
  return (
    <form className="col g12" id="service-document" onSubmit={submit}>
      <Choices
        label={words.from}
        value={from}
        options={SOURCES.map((one) => ({ value: one, ...words.sources[one] }))}
        onChange={(one) => setFrom(one)}
      />
      {from === 'address' && (
        <TextField
          id={SOURCE}
          label={words.address}
          value={address}
          hint={words.addressHint}
          autoFocus
          onChange={setAddress}
        />
      )}
      {from === 'text' && <TextArea value={text} onChange={setText} />}
      {from === 'file' && <span className="hint">{words.fileHint}</span>}
      <div className="row">
        <Button
          type="submit"
          size="lg"
          look={hasDraft ? 'default' : 'pri'}
          icon={from === 'file' ? 'file' : 'import'}
          disabled={!isReady || busy}
        >
          {from === 'file' ? words.chooseFile : words.read}
        </Button>
        {busy && (
          <span className="row row-6 dim" role="status">
            <span className="spin" />
            {words.reading}
            <button type="button" className="link" onClick={onCancel}>
              {words.stopReading}
            </button>
          </span>
        )}
      </div>
    </form>
  );
}

function TextArea({ value, onChange }: { value: string; onChange(text: string): void }) {
  return (
    <div className="field">
      <label className="lb" htmlFor={SOURCE}>
        {words.text}
      </label>
      <span className="input area">
        <textarea
          id={SOURCE}
          className="mono"
          rows={8}
          value={value}
          autoFocus
          spellCheck={false}
          aria-describedby={`${SOURCE}-note`}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      <span className="hint" id={`${SOURCE}-note`}>
        {words.textHint}
      </span>
    </div>
  );
}
