package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into a server's process, as an operator would who suspects a leak. */
public final class Jvm implements AutoCloseable {

    /** Its constants live exactly as long as the class loader that has defined them. */
    private static final String CONSTANTS_OF_OURS = "dev.countersign.auth.Refusal";

    private final long pid;
    private final JMXConnector connector;

    public Jvm(ProcessHandle process) throws Exception {
        this.pid = process.pid();
        this.connector = connect(pid);
    }

    public MBeanServerConnection beans() throws IOException {
        return connector.getMBeanServerConnection();
    }

    /** What we have registered for the application at this path. */
    Set<ObjectName> beansOfOurs(String path) throws Exception {
        return beans().queryNames(new ObjectName("dev.countersign:context=" + path + ",*"), null);
    }

    /** The one bean of those that counts; one for each copy that shares the path. */
    Set<ObjectName> countersOfOurs(String path) throws Exception {
        return beans().queryNames(new ObjectName("dev.countersign:type=Authentication,context=" + path + ",*"), null);
    }

    /** How many threads of ours there are, of all copies together. */
    long threadsOfOurs() throws IOException {
        ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                beans(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .map(ThreadInfo::getThreadName)
                .filter(name -> name.startsWith("countersign-"))
                .count();
    }

    /** How many class loaders with classes of ours there still are after a full collection. */
    long classLoadersOfOurs() throws Exception {
        return run("GC.class_histogram")
                .lines()
                .filter(line -> Arrays.asList(line.strip().split("\\s+")).contains(CONSTANTS_OF_OURS))
                .count();
    }

    /** What {@code jcmd} says to this command. */
    String run(String command) throws Exception {
        String jcmd = ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .orElseThrow()
                .replaceFirst("java$", "jcmd");
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }

    // The address is that of our own child process.
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }
}
