// Typing into a cell. The column's `parse` has the last word: as long as it finds a problem, Enter
// and Tab stay here and the reason is shown; Esc gives up.

import type { ICellEditorComp, ICellEditorParams } from 'ag-grid-community';
import { element } from '../cells/elements';
import type { GridState } from '../state';
import type { GridColumn, GridRow, ParsedText } from '../types';
import './editors.css';
import { floatBeside } from './floating';
import type { Floating } from './floating';

export type EditorMove = 'stay' | 'down' | 'up' | 'right' | 'left';

export interface EditorParams extends ICellEditorParams<GridRow, unknown, GridState> {
  gridColumn: GridColumn;
  /** Ends the edit, keeping the value, and moves the focus. */
  finish(move: EditorMove): void;
  /** The editor was left by other means with a text that cannot be taken. */
  refused(problem: string): void;
}

export class TextEditor implements ICellEditorComp<GridRow> {
  protected params!: EditorParams;
  protected input = element('input', 'grid-editor');
  protected startText = '';
  #bubble: Floating | undefined;
  protected result: ParsedText | undefined;

  init(params: EditorParams): void {
    this.params = params;
    const { gridColumn: column, value, eventKey } = params;
    this.startText = (column.editText ?? column.format)(value);
    this.input.value = openingText(eventKey, this.startText);
    this.input.setAttribute('data-grid-editor', column.id);
    this.input.setAttribute('aria-label', column.title);
    this.input.autocomplete = 'off';
    this.input.spellcheck = column.editor.kind === 'text';
    if (column.editor.kind === 'number') this.input.inputMode = 'decimal';
    this.input.style.textAlign = column.align;
    this.input.addEventListener('keydown', (event) => this.pressed(event));
    this.input.addEventListener('input', () => this.typed());
  }

  getGui(): HTMLElement {
    return this.input;
  }

  afterGuiAttached(): void {
    this.input.focus();
    // Enter is ready to write anew, F2 and a double click to write on.
    if (this.params.eventKey === 'Enter') this.input.select();
    else this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  /** Called for both ends of an edit; a text that cannot be taken changes nothing. */
  isCancelAfterEnd(): boolean {
    const read = this.read();
    if (read && 'problem' in read) this.params.refused(read.problem);
    return read === undefined || 'problem' in read;
  }

  getValue(): unknown {
    return this.result && 'value' in this.result ? this.result.value : this.params.value;
  }

  destroy(): void {
    this.#bubble?.remove();
  }

  /** What the editor holds now; nothing if it was not changed. */
  protected read(): ParsedText | undefined {
    if (this.input.value === this.startText) return undefined;
    this.result = this.params.gridColumn.parse(this.input.value, this.params.value);
    return this.result;
  }

  protected typed(): void {
    this.#bubble?.remove();
    this.#bubble = undefined;
    this.input.removeAttribute('aria-invalid');
  }

  protected pressed(event: KeyboardEvent): void {
    const move = moveFor(event);
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const read = this.read();
    if (read && 'problem' in read) this.#complain(read.problem);
    else this.params.finish(move);
  }

  #complain(problem: string): void {
    this.#bubble?.remove();
    const text = element('div', 'grid-problem', problem);
    text.setAttribute('role', 'alert');
    this.#bubble = floatBeside(this.params.eGridCell, text);
    this.#bubble.place();
    this.input.setAttribute('aria-invalid', 'true');
  }
}

function moveFor(event: KeyboardEvent): EditorMove | undefined {
  if (event.isComposing) return undefined;
  if (event.key === 'Tab') return event.shiftKey ? 'left' : 'right';
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey)
    return event.shiftKey ? 'up' : 'down';
  return undefined;
}

/** A typed letter replaces the value, Backspace empties it, everything else keeps it. */
function openingText(key: string | null, text: string): string {
  if (key === 'Backspace') return '';
  return key !== null && [...key].length === 1 ? key : text;
}
