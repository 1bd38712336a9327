import { TextField } from '../../components/TextField';
import { messages } from '../../messages';
import { placeOf } from './serviceForm';
import type { ServicePartProps } from './shared';

const words = messages.services;

/** The header that carries the token. */
export function HeaderPart({ form, reasonAt, onChange }: ServicePartProps) {
  return (
    <>
      <div className="app-details">
        <TextField
          id={placeOf('headerName')}
          label={words.headerName}
          value={form.headerName}
          hint={words.headerNameHint}
          blocked={reasonAt('headerName')}
          onChange={(headerName) => onChange({ headerName })}
        />
        <TextField
          label={words.headerScheme}
          value={form.headerScheme}
          hint={words.headerSchemeHint}
          onChange={(headerScheme) => onChange({ headerScheme })}
        />
      </div>
      <span className="hint">
        {words.header}{' '}
        <span className="mono">
          {form.headerName}: {words.headerSample(form.headerScheme)}
        </span>
      </span>
    </>
  );
}
