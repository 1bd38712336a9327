import { useState } from 'react';
import { FindBox } from '../../components/FindBox';
import { has } from '../../format/fold';
import type { LicenceView } from '../../ipc/client';
import { messages } from '../../messages';

const words = messages.settings.about;

/** Whose work is inside, and under which licence. */
export function Licences({ licences }: { licences: LicenceView[] }) {
  const [text, setText] = useState('');
  const isSearch = text.trim() !== '';
  const found = licences.filter((one) => has(`${one.name} ${one.version} ${one.licence}`, text));
  return (
    <section aria-labelledby="licences">
      <div className="row" style={{ marginBottom: 8 }}>
        <h2 className="t3" id="licences">
          {words.licences}
        </h2>
        <span className="sm dim3" role="status">
          {isSearch ? words.found(found.length, licences.length) : words.works(licences.length)}
        </span>
        <FindBox label={words.find} text={text} onText={setText} className="push licences-find" />
      </div>
      {found.length === 0 && <p className="dim">{words.noneFound}</p>}
      {found.length > 0 && (
        <div
          className="box data-box licences"
          tabIndex={0}
          role="region"
          aria-labelledby="licences"
        >
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.version}</th>
                <th scope="col">{words.licence}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((one) => (
                <tr key={one.name + one.version}>
                  <th scope="row">{one.name}</th>
                  <td className="dim nowrap">{one.version}</td>
                  <td className="dim">{one.licence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
