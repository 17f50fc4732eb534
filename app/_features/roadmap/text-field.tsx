import { type ReactNode, type Ref, useId } from "react";

interface Props {
	label: string;
	description?: ReactNode;
	value: string;
	onChange: (value: string) => void;
	maxLength: number;
	required?: boolean;
	placeholder?: string;
	/** More than one: a text of several lines. */
	rows?: number;
	inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
}

/** A labelled field for a line or a text. */
export function TextField(props: Props) {
	const { label, description, value, onChange, maxLength, required = false, placeholder, rows = 1, inputRef } = props;
	const id = useId();
	const common = {
		id,
		dir: "auto",
		value,
		maxLength,
		required,
		placeholder,
		"aria-describedby": description ? `${id}-description` : undefined,
		...(inputRef && { ref: inputRef }),
	};
	return (
		<div className="grid gap-1">
			<label htmlFor={id} className="text-small font-semibold">
				{label}
			</label>
			{rows === 1 ? (
				<input
					{...common}
					type="text"
					autoComplete="off"
					onChange={(event) => onChange(event.target.value)}
					className="h-8.5 w-full rounded-md border border-control-line bg-panel px-2.5 text-ink pointer-coarse:h-11"
				/>
			) : (
				<textarea
					{...common}
					rows={rows}
					onChange={(event) => onChange(event.target.value)}
					style={{ minHeight: `${rows * 1.25 + 1.125}rem` }}
					className="field-sizing-content max-h-[40dvh] w-full resize-y rounded-md border border-control-line bg-panel px-2.5 py-2 text-ink"
				/>
			)}
			{description && (
				<p id={`${id}-description`} className="text-small text-ink-2">
					{description}
				</p>
			)}
		</div>
	);
}
