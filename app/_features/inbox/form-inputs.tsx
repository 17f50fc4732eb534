"use client";

import { useId } from "react";
import { ownEntry } from "../../../server/contract/own-entry.ts";
import type { Question } from "../../../server/contract/question.ts";
import { visibleText } from "../../../server/contract/visible-text.ts";
import { SafeText } from "../../_ui/safe-text.tsx";
import type { Draft } from "./draft.ts";
import { type FieldValue, type FormField, readFields } from "./form-fields.ts";
import { TextArea } from "./text-area.tsx";

interface Props {
	question: Question;
	draft: Draft;
	onChange: (part: Partial<Draft>) => void;
}

/** The fields of a flat form; a form of any other shape is answered as JSON. */
export function FormInputs({ question, draft, onChange }: Props) {
	const fields = readFields(question.schema);
	if (!fields) {
		return (
			<TextArea
				label="Answer as JSON"
				labelled
				rows={8}
				description="This form has a shape that cannot be drawn. Write the answer as a JSON object."
				value={draft.text}
				onChange={(text) => onChange({ text })}
			/>
		);
	}
	return (
		<div className="grid gap-4">
			{fields.map((field) => (
				<Field
					key={field.name}
					field={field}
					value={ownEntry(draft.fields, field.name) ?? field.initial}
					onChange={(value) => onChange({ fields: { ...draft.fields, [field.name]: value } })}
				/>
			))}
		</div>
	);
}

interface FieldProps {
	field: FormField;
	value: FieldValue;
	onChange: (value: FieldValue) => void;
}

const INPUT_TYPES: Partial<Record<FormField["input"], string>> = {
	email: "email",
	url: "url",
	date: "date",
	"date-time": "datetime-local",
};

const BOX = "w-full rounded-lg border border-control-line bg-panel px-3 py-2 text-ink";

function Field({ field, value, onChange }: FieldProps) {
	const id = useId();
	const label = <FieldLabel field={field} />;
	const description = field.description && (
		<p id={`${id}-description`} className="text-small text-ink-2">
			<SafeText text={field.description} />
		</p>
	);
	const described = field.description ? `${id}-description` : undefined;

	if (field.input === "lines") {
		return (
			<TextArea
				label={label}
				labelled
				rows={2}
				required={field.required}
				description={field.description}
				value={String(value)}
				onChange={onChange}
			/>
		);
	}
	if (field.input === "switch") {
		return (
			<div className="grid gap-1">
				<label className="flex items-center gap-2.5">
					<input
						type="checkbox"
						checked={value === true}
						aria-describedby={described}
						onChange={(event) => onChange(event.target.checked)}
						className="size-4 accent-accent"
					/>
					<span className="font-semibold">
						<SafeText text={field.label} />
					</span>
				</label>
				{description}
			</div>
		);
	}
	if (field.input === "several") return <Several field={field} value={value} onChange={onChange} />;
	return (
		<div className="grid gap-1">
			<label htmlFor={id} className="text-small font-semibold">
				{label}
			</label>
			{field.input === "one" ? (
				<select
					id={id}
					value={String(value)}
					required={field.required}
					aria-describedby={described}
					onChange={(event) => onChange(event.target.value)}
					className={BOX}
				>
					<option value="">Choose…</option>
					{field.choices.map((choice) => (
						<option key={choice.value} value={choice.value}>
							{visibleText(choice.label, "code")}
						</option>
					))}
				</select>
			) : (
				<input
					id={id}
					dir="auto"
					type={INPUT_TYPES[field.input] ?? "text"}
					inputMode={field.input === "number" || field.input === "integer" ? "decimal" : undefined}
					value={String(value)}
					required={field.required}
					aria-describedby={described}
					autoComplete="off"
					onChange={(event) => onChange(event.target.value)}
					className={BOX}
				/>
			)}
			{description}
		</div>
	);
}

function FieldLabel({ field }: { field: FormField }) {
	return (
		<>
			<SafeText text={field.label} />
			{!field.required && <span className="font-normal text-ink-2"> (optional)</span>}
		</>
	);
}

function Several({ field, value, onChange }: FieldProps) {
	const chosen = Array.isArray(value) ? value : [];
	return (
		<fieldset className="grid gap-1.5">
			<legend className="mb-1 text-small font-semibold">
				<FieldLabel field={field} />
			</legend>
			{field.description && (
				<p className="text-small text-ink-2">
					<SafeText text={field.description} />
				</p>
			)}
			{field.choices.map((choice) => (
				<label key={choice.value} className="flex items-center gap-2.5">
					<input
						type="checkbox"
						checked={chosen.includes(choice.value)}
						onChange={(event) =>
							onChange(event.target.checked ? [...chosen, choice.value] : chosen.filter((one) => one !== choice.value))
						}
						className="size-4 accent-accent"
					/>
					<span className="min-w-0 break-words">
						<SafeText text={choice.label} mode="code" />
					</span>
				</label>
			))}
		</fieldset>
	);
}
