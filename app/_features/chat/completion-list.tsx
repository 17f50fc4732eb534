import { classNames } from "../../_ui/class-names.ts";
import type { Choice } from "./completion.ts";

interface Props {
	id: string;
	choices: readonly Choice[];
	active: Choice | null;
	onTake: (choice: Choice) => void;
}

/** What the text may become. The focus stays in the field, which names the active one. */
export function CompletionList({ id, choices, active, onTake }: Props) {
	return (
		<div
			id={`${id}-list`}
			role="listbox"
			aria-label="Commands"
			// It scrolls where there is little room.
			tabIndex={0}
			className="absolute inset-x-4 bottom-full z-10 mb-1 max-h-[min(320px,40dvh)] overflow-auto rounded-lg border border-line-strong bg-panel p-1 shadow-xl desk:inset-x-6"
		>
			{choices.map((choice, index) => (
				// Chosen by keyboard in the field.
				// biome-ignore lint/a11y/useKeyWithClickEvents: see above
				<div
					key={choice.text}
					id={`${id}-${index}`}
					role="option"
					tabIndex={-1}
					aria-selected={choice === active}
					// Before the field loses the focus, which would shut the list.
					onMouseDown={(event) => event.preventDefault()}
					onClick={() => onTake(choice)}
					ref={(element) => {
						if (choice === active) element?.scrollIntoView({ block: "nearest" });
					}}
					className={classNames(
						"flex cursor-pointer flex-wrap items-baseline gap-x-3 rounded-md px-2.5 py-1.5",
						choice === active ? "bg-accent-soft" : "hover:bg-raise",
					)}
				>
					<span className="font-mono text-small font-semibold">{choice.label}</span>
					<span className="text-small text-ink-2">{choice.detail}</span>
				</div>
			))}
		</div>
	);
}
