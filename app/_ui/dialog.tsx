"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";

interface Props {
	open: boolean;
	title: string;
	onClose: () => void;
	children: ReactNode;
}

/**
 * A modal dialog on the platform's own `<dialog>`: it keeps the focus inside, makes the page behind inert, closes with
 * Escape, gives the focus back, and needs no injected styles, which the content security policy forbids.
 */
export function Dialog({ open, title, onClose, children }: Props) {
	const element = useRef<HTMLDialogElement>(null);
	const titleId = useId();

	useEffect(() => {
		const dialog = element.current;
		if (!dialog) return;
		if (open && !dialog.open) dialog.showModal();
		if (!open && dialog.open) dialog.close();
	}, [open]);

	return (
		// A click on the backdrop is a click on the dialog element itself; Escape does the same by keyboard.
		// biome-ignore lint/a11y/useKeyWithClickEvents: see above
		<dialog
			ref={element}
			aria-labelledby={titleId}
			onCancel={(event) => {
				// Closed by its owner, now: the browser's own closing is told a moment later, when the next may be open already.
				event.preventDefault();
				onClose();
			}}
			onClose={() => !element.current?.open && onClose()}
			onClick={(event) => event.target === element.current && onClose()}
			className="m-auto max-h-[min(640px,calc(100dvh-32px))] w-[min(520px,calc(100vw-32px))] overflow-auto rounded-lg border border-line-strong bg-panel p-0 text-ink shadow-xl"
		>
			<div data-covers="top" className="sticky top-0 flex items-center gap-3 border-b border-line bg-panel px-4 py-3">
				<h2 id={titleId} className="flex-1 text-name font-strong">
					{title}
				</h2>
				<button
					type="button"
					onClick={onClose}
					aria-label="Close"
					className="grid size-7 place-items-center rounded-md text-ink-2 hover:bg-raise hover:text-ink pointer-coarse:size-11"
				>
					<X aria-hidden="true" size={16} strokeWidth={1.75} />
				</button>
			</div>
			{open && <div className="p-4">{children}</div>}
		</dialog>
	);
}
