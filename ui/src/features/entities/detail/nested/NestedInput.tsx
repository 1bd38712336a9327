import type { FieldInputProps } from '../FieldInput';
import { Code } from './Code';
import { EnumList } from './EnumList';
import { ExpressionInput } from './ExpressionInput';
import { Group } from './Group';
import { Json } from './Json';
import { Lines } from './Lines';
import './nested.css';
import { PartList } from './PartList';
import { References } from './References';
import { editorOf, fits } from './shape';
import { useOwnEdits } from './useOwnEdits';

/**
 * The editor of a value that is more than one plain value. What was edited stands at once: the next edit builds on it,
 * also before the first one was read back.
 */
export function NestedInput(props: FieldInputProps) {
  const { field, value, onChange } = props;
  const [held, change] = useOwnEdits(value, onChange);
  const shared = { ...props, value: held, onChange: change };
  if (!fits(field, held)) return <Json {...shared} />;
  switch (editorOf(field)) {
    case 'code':
      return <Code {...shared} />;
    case 'references':
      return <References {...shared} />;
    case 'lines':
      return <Lines {...shared} />;
    case 'checks':
      return <EnumList {...shared} />;
    case 'group':
      return <Group {...shared} />;
    case 'list':
      return <PartList {...shared} />;
    case 'expression':
      return <ExpressionInput {...shared} />;
    default:
      return <Json {...shared} />;
  }
}
