"use client";

import { Component, type ReactNode } from "react";

interface Props {
	/** Shown in place of the children once one of them has thrown. */
	fallback: ReactNode;
	children: ReactNode;
}

/**
 * Keeps what throws while it is being drawn from taking the page with it. It stays broken until it is mounted anew: give it
 * a `key` that changes with what it shows. React reports the error to the browser's console.
 */
export class ErrorBoundary extends Component<Props, { broken: boolean }> {
	override state = { broken: false };

	static getDerivedStateFromError() {
		return { broken: true };
	}

	override render(): ReactNode {
		return this.state.broken ? this.props.fallback : this.props.children;
	}
}
