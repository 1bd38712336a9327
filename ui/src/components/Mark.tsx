export type MarkState = 'ready' | 'renewing' | 'offline' | 'signedOut';

const DOT: Record<MarkState, string> = {
  ready: '',
  renewing: 'warn',
  offline: 'off',
  signedOut: 'bad',
};

interface MarkProps {
  text: string;
  state?: MarkState;
  dashed?: boolean;
  large?: boolean;
  small?: boolean;
}

/** Two letters of a company, with a dot for how its sign-in stands. */
export function Mark({ text, state, dashed, large, small }: MarkProps) {
  return (
    <span
      className={`mark${large ? ' lg' : ''}${small ? ' sml' : ''}${dashed ? ' dash' : ''}`}
      aria-hidden="true"
    >
      {text}
      {state && (
        <span
          className={`st ${DOT[state]}`}
          style={large ? { borderColor: 'var(--bg)' } : undefined}
        />
      )}
    </span>
  );
}
