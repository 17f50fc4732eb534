import { Handover } from "../_features/handover/handover.tsx";

export default function HandoverPage() {
	return <Handover />;
}
