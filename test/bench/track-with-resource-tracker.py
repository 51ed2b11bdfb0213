# track-with-resource-tracker.py FILE COMMAND…: runs the command beside a ResourceTracker, and writes the CPU seconds it has seen.
import subprocess, sys
from resource_tracker import ResourceTracker
child = subprocess.Popen(sys.argv[2:])
tracker = ResourceTracker(pid=child.pid, discover_cloud=False)
tracker.start()
code = child.wait()
tracker.stop()
metrics = tracker.process_metrics
with open(sys.argv[1], "w") as file:
    file.write(str(sum(metrics["utime"]) + sum(metrics["stime"]) if len(metrics) else 0))
sys.exit(code)
