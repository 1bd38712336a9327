import { useId } from 'react';
import { LARGEST, SMALLEST, stepped } from '../../app/textSize';
import { usePreferences } from '../../app/usePreferences';
import { Button, Kbd } from '../../components/Button';
import { Segments } from '../../components/Segments';
import { Switch } from '../../components/Switch';
import { percent } from '../../format/numbers';
import type { DensityView, ThemeView } from '../../ipc/client';
import { messages } from '../../messages';
import { LoadingPart } from './LoadingPart';
import { Setting } from './Setting';

const words = messages.settings.appearance;
const THEMES: ThemeView[] = ['system', 'light', 'dark'];
const DENSITIES: DensityView[] = ['compact', 'standard', 'relaxed'];

export function Appearance() {
  const id = useId();
  const { preferences, change } = usePreferences();
  if (!preferences) return <LoadingPart />;
  const { theme, density, textSize, lessMotion } = preferences;
  return (
    <div className="box">
      <Setting id={`${id}-theme`} title={words.theme} text={words.themeText}>
        <Segments
          labelledBy={`${id}-theme`}
          value={theme}
          options={THEMES.map((value) => ({ value, title: words.themes[value] }))}
          onChange={(value) => change({ theme: value })}
        />
      </Setting>
      <Setting id={`${id}-density`} title={words.density} text={words.densityText}>
        <Segments
          labelledBy={`${id}-density`}
          value={density}
          options={DENSITIES.map((value) => ({ value, title: words.densities[value] }))}
          onChange={(value) => change({ density: value })}
        />
      </Setting>
      <Setting id={`${id}-size`} title={words.textSize} text={words.textSizeText}>
        <span className="row" role="group" aria-labelledby={`${id}-size`}>
          <Button
            square
            aria-label={words.smaller}
            title={words.smaller}
            disabled={textSize <= SMALLEST}
            onClick={() => change({ textSize: stepped(textSize, -1) })}
          >
            <span aria-hidden="true">−</span>
          </Button>
          <output className="setting-n" aria-live="polite">
            {percent(textSize)}
          </output>
          <Button
            square
            icon="plus"
            aria-label={words.larger}
            title={words.larger}
            disabled={textSize >= LARGEST}
            onClick={() => change({ textSize: stepped(textSize, 1) })}
          />
          <Button
            look="ghost"
            disabled={textSize === 100}
            onClick={() => change({ textSize: 100 })}
          >
            {words.usualSize}
          </Button>
        </span>
        <span className="row row-4 sm dim3">
          <Kbd>Ctrl +</Kbd> <Kbd>Ctrl -</Kbd> <Kbd>Ctrl 0</Kbd>
        </span>
      </Setting>
      <Setting id={`${id}-motion`} title={words.lessMotion} text={words.lessMotionText}>
        <Switch
          checked={lessMotion}
          aria-labelledby={`${id}-motion`}
          aria-describedby={`${id}-motion-text`}
          onChange={(value) => change({ lessMotion: value })}
        />
      </Setting>
    </div>
  );
}
