import { Component, type ReactNode } from 'react';
import { asUiError } from '../ipc/errors';
import { ErrorNotice } from './ErrorNotice';

interface BoundaryProps {
  /** What is shown: another one is tried anew. */
  of: string;
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
    return thrown ? (
      <ErrorNotice
        error={{ ...asUiError(thrown.error), nextStep: 'retry' }}
        onStep={() => this.setState({ thrown: undefined })}
      />
    ) : (
      this.props.children
    );
  }
}
