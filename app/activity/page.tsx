import { Activity } from "../_features/work/activity.tsx";

export default function ActivityPage() {
	return <Activity />;
}
