import type { FieldInputProps } from '../FieldInput';
import { ReferencePicker } from '../ReferencePicker';
import { idLike, useLabels } from './useLabels';
import { useState } from 'react';

/** A reference that stands as a bare id. */
export function ReferenceById(props: FieldInputProps) {
  const { connectionId, field, value, onChange } = props;
  const [picked, setPicked] = useState<{ id: string; label: string }>();
  const isSet = value !== null && value !== undefined && value !== '';
  const id = String(value);
  const labels = useLabels(connectionId, field.referenceTo, isSet ? [id] : []);
  const label = labels.get(id) ?? (picked?.id === id ? picked.label : id);
  return (
    <ReferencePicker
      {...props}
      value={isSet ? { id, label } : null}
      onChange={(chosen, name) => {
        if (typeof chosen === 'string' && name) setPicked({ id: chosen, label: name });
        onChange(chosen === null ? null : idLike(String(chosen), value), name);
      }}
    />
  );
}
