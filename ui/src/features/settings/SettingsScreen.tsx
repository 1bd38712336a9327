import type { ComponentType } from 'react';
import { useLocation } from 'wouter';
import { Icon } from '../../components/Icon';
import { messages } from '../../messages';
import { paths } from '../../paths';
import { About } from './About';
import { Appearance } from './Appearance';
import { Data } from './Data';
import { Diagnostics } from './Diagnostics';
import { Keyring } from './Keyring';
import { ICONS, isSection, SECTIONS, type Section } from './sections';
import './settings.css';
import { Updating } from './Updating';

const words = messages.settings;

const BODIES: Record<Section, ComponentType> = {
  appearance: Appearance,
  updating: Updating,
  data: Data,
  keyring: Keyring,
  diagnostics: Diagnostics,
  about: About,
};

/** How the window looks and behaves, what is on this computer, what the app is. */
export function SettingsScreen({ section }: { section: string | undefined }) {
  const [, go] = useLocation();
  const shown = isSection(section) ? section : 'appearance';
  const Body = BODIES[shown];
  return (
    <>
      <nav className="nav" aria-label={words.title} data-pane="nav">
        <div className="nav-head">
          <span style={{ fontWeight: 600 }}>{words.title}</span>
        </div>
        <div className="nav-body">
          {SECTIONS.map((one) => (
            <button
              type="button"
              key={one}
              className={`nav-i${one === shown ? ' on' : ''}`}
              aria-current={one === shown ? 'page' : undefined}
              data-pane-focus={one === shown || undefined}
              onClick={() => go(paths.settingsAt(one))}
            >
              <Icon name={ICONS[one]} />
              <span className="trunc">{words.sections[one].title}</span>
            </button>
          ))}
        </div>
        <p className="nav-foot sm dim3">
          <Icon name="lock" size={14} /> {words.kept}
        </p>
      </nav>
      <main className="main" data-pane="main">
        <header className="topbar">
          <h1 className="t2 nowrap">{words.sections[shown].title}</h1>
          <span className="dim3 trunc">{words.sections[shown].lead}</span>
        </header>
        <div className="scroll">
          <div className="page settings">
            <Body key={shown} />
          </div>
        </div>
      </main>
    </>
  );
}
