import { type ReactNode, useId } from "react";
import { SafeText } from "../../_ui/safe-text.tsx";

interface Props {
	label: ReactNode;
	value: string;
	rows: number;
	placeholder?: string;
	required?: boolean;
	description?: string | null;
	/** The label is seen, not only heard. */
	labelled?: boolean;
	onChange: (value: string) => void;
}

/** A text field that grows with its text where the browser can do that. */
export function TextArea({
	label,
	value,
	rows,
	placeholder,
	required = false,
	description,
	labelled = false,
	onChange,
}: Props) {
	const id = useId();
	return (
		<div className="grid gap-1">
			<label htmlFor={id} className={labelled ? "text-small font-semibold" : "sr-only"}>
				{label}
			</label>
			<textarea
				id={id}
				dir="auto"
				value={value}
				rows={rows}
				placeholder={placeholder}
				required={required}
				aria-describedby={description ? `${id}-description` : undefined}
				maxLength={100_000}
				onChange={(event) => onChange(event.target.value)}
				className="field-sizing-content max-h-[40dvh] w-full resize-y rounded-lg border border-control-line bg-panel px-3 py-2.5 text-ink"
			/>
			{description && (
				<p id={`${id}-description`} className="text-small text-ink-2">
					<SafeText text={description} />
				</p>
			)}
		</div>
	);
}
