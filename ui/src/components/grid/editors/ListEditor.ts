// Choosing from options: a fixed list, or one that is searched while typing (late answers to
// older texts are dropped). What is typed and chosen by nobody goes through the column's `parse`.

import { has } from '../../../format/fold';
import { element } from '../cells/elements';
import type { GridOption, ParsedText } from '../types';
import { floatBeside } from './floating';
import type { Floating } from './floating';
import { TextEditor } from './TextEditor';
import type { EditorParams } from './TextEditor';

const typingPause = 150;
const mostShown = 200;

export class ListEditor extends TextEditor {
  #list = element('ul', 'grid-menu');
  #layer: Floating | undefined;
  #options: GridOption[] = [];
  #active = -1;
  #chosen: GridOption | undefined;
  #asked = 0;
  #timer: number | undefined;

  override init(params: EditorParams): void {
    super.init(params);
    this.#list.id = `grid-list-${params.gridColumn.id}`;
    this.#list.setAttribute('role', 'listbox');
    this.input.setAttribute('role', 'combobox');
    this.input.setAttribute('aria-expanded', 'true');
    this.input.setAttribute('aria-autocomplete', 'list');
    this.input.setAttribute('aria-controls', this.#list.id);
  }

  override afterGuiAttached(): void {
    super.afterGuiAttached();
    this.#layer = floatBeside(this.params.eGridCell, this.#list);
    // The list never takes the focus from the input, or the edit would end.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
    const typed = this.input.value !== this.startText;
    void this.#ask(typed ? this.input.value : '', typed);
  }

  override destroy(): void {
    super.destroy();
    window.clearTimeout(this.#timer);
    this.#asked += 1;
    this.#layer?.remove();
  }

  protected override read(): ParsedText | undefined {
    if (!this.#chosen) return super.read();
    this.result = { value: this.#chosen.value };
    return this.result;
  }

  protected override typed(): void {
    super.typed();
    this.#chosen = undefined;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(
      () => void this.#ask(this.input.value, true),
      this.#isSearch() ? typingPause : 0,
    );
  }

  protected override pressed(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      event.stopPropagation();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#activate(
        (this.#active + step + this.#options.length) % Math.max(1, this.#options.length),
      );
      return;
    }
    if (event.key === 'Enter' || event.key === 'Tab') this.#chosen = this.#options[this.#active];
    super.pressed(event);
  }

  #isSearch(): boolean {
    return this.params.gridColumn.editor.kind === 'lookup';
  }

  async #ask(text: string, takeFirst: boolean): Promise<void> {
    const asked = (this.#asked += 1);
    const { editor } = this.params.gridColumn;
    if (editor.kind === 'choice') {
      this.#show(
        editor.options.filter((option) => matches(option, text)),
        takeFirst,
      );
    } else if (editor.kind === 'lookup') {
      if (this.#options.length === 0) this.#say('Searching…');
      const found = await editor.search(text).catch(() => undefined);
      if (asked !== this.#asked) return;
      if (found) this.#show(found.slice(0, mostShown), takeFirst);
      else this.#say('The search did not work. Type to try again.');
    }
  }

  #show(options: GridOption[], takeFirst: boolean): void {
    this.#options = options;
    if (options.length === 0) return this.#say('Nothing found');
    this.#list.replaceChildren(...options.map((option, at) => this.#item(option, at)));
    this.#activate(
      takeFirst ? 0 : options.findIndex((option) => Object.is(option.value, this.params.value)),
    );
    this.#layer?.place();
  }

  #say(text: string): void {
    this.#options = [];
    this.#active = -1;
    const line = element('li', 'grid-menu-note', text);
    line.setAttribute('role', 'presentation');
    this.#list.replaceChildren(line);
    this.#layer?.place();
  }

  #item(option: GridOption, at: number): HTMLElement {
    const item = element('li', 'grid-menu-item');
    item.id = `${this.#list.id}-${at}`;
    item.setAttribute('role', 'option');
    if (option.tone) item.append(element('span', `grid-dot grid-dot-${option.tone}`));
    item.append(element('span', 'grid-text', option.label));
    if (option.detail) item.append(element('span', 'grid-menu-detail', option.detail));
    item.addEventListener('click', () => {
      this.#chosen = option;
      this.params.finish('stay');
    });
    return item;
  }

  #activate(at: number): void {
    this.#active = at;
    [...this.#list.children].forEach((item, index) => {
      item.setAttribute('aria-selected', String(index === at));
      item.classList.toggle('grid-menu-active', index === at);
    });
    const item = this.#list.children[at];
    item?.scrollIntoView({ block: 'nearest' });
    if (item) this.input.setAttribute('aria-activedescendant', item.id);
    else this.input.removeAttribute('aria-activedescendant');
  }
}

const matches = ({ label, detail }: GridOption, text: string): boolean =>
  has(`${label} ${detail ?? ''}`, text);
