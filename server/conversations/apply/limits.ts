/** Of what was said, in characters: some 50 printed pages. More of one turn is a paste that nobody reads here. */
export const MAX_TEXT = 200_000;
/** Of what a tool put out. */
export const MAX_OUTPUT = 32_000;
/** Of each text in what a tool was asked for, such as a file that it should write. */
export const MAX_INPUT_TEXT = 32_000;
/** Of all that a tool was asked for, as JSON. */
export const MAX_INPUT = 256_000;
export const MAX_TITLE = 200;
/** Of a tool's or a model's name. */
export const MAX_NAME = 200;
