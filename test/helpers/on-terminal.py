# on-terminal.py COLUMNS ROWS COMMAND…: runs COMMAND on a terminal of its own, which standard input and output here are the keyboard and the screen of.
import fcntl, os, pty, select, struct, sys, termios

pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", int(sys.argv[2]), int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[3], sys.argv[3:])

keyboard = [0]
while True:
    ready, _, _ = select.select([terminal] + keyboard, [], [])
    if 0 in ready:
        typed = os.read(0, 65536)
        if typed: os.write(terminal, typed)
        else: keyboard = []
    if terminal in ready:
        try: shown = os.read(terminal, 65536)
        except OSError: break  # nobody has it open any more
        if not shown: break
        os.write(1, shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
