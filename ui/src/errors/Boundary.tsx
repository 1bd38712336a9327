import { Component, type ReactNode } from 'react';
import { asUiError } from '../ipc/errors';
import { ErrorNotice } from './ErrorNotice';

interface BoundaryProps {
  /** What is shown: another one is tried anew. */
  of: string;
  /** What the words stand in where the part would have drawn that itself. */
  frame?: (notice: ReactNode) => ReactNode;
  children: ReactNode;
}

/** A part of the window that cannot be drawn is told in its place; all around it stays. */
export class Boundary extends Component<BoundaryProps, { thrown?: { error: unknown } }> {
  override state: { thrown?: { error: unknown } } = {};

  static getDerivedStateFromError = (error: unknown) => ({ thrown: { error } });

  override componentDidUpdate(before: BoundaryProps) {
    if (before.of !== this.props.of && this.state.thrown) this.setState({ thrown: undefined });
  }

  override render() {
    const { thrown } = this.state;
    const { frame, children } = this.props;
    if (!thrown) return children;
    const notice = (
      <ErrorNotice
        error={{ ...asUiError(thrown.error), nextStep: 'retry' }}
        onStep={() => this.setState({ thrown: undefined })}
      />
    );
    return frame ? frame(notice) : notice;
  }
}
