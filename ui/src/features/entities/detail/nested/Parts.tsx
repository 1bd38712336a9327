import type { FieldView, FieldWordsView } from '../../../../ipc/client';
import { PartRow } from './PartRow';
import { withPart } from './partValue';
import { elsewhere, inside } from './said';
import { Said } from './Said';
import type { Members } from './shape';
import { isVisible } from './visible';

interface PartsProps {
  connectionId: string;
  parts: FieldView[];
  value: Members;
  said: FieldWordsView[];
  isNew: boolean;
  onChange(value: Members): void;
}

/** The fields of one nested part. Members that no field names stay as they are. */
export function Parts({ connectionId, parts, value, said, isNew, onChange }: PartsProps) {
  const shown = parts.filter((part) => isVisible(part, parts, ({ name }) => value[name]));
  return (
    <div className="nest-fields">
      {shown.map((part) => (
        <PartRow
          key={part.name}
          connectionId={connectionId}
          field={part}
          value={Object.hasOwn(value, part.name) ? value[part.name] : null}
          said={inside(said, part.name)}
          isNew={isNew}
          onChange={(given) => onChange(withPart(value, part.name, given))}
        />
      ))}
      <Said
        said={elsewhere(
          said,
          shown.map((part) => part.name),
        )}
      />
    </div>
  );
}
