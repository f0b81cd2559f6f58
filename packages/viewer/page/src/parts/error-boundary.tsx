import { Component } from 'react';
import { Problem } from './notice';

interface Props {
  children: React.ReactNode;
}

/** Keeps the rest of the page where one part cannot show what it was given. */
export class ErrorBoundary extends Component<Props, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return (
      <Problem title="This part of the page failed">
        <p>{this.state.error.message}</p>
      </Problem>
    );
  }
}
