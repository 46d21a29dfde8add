package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.http.RawConnection;
import dev.countersign.it.FreePort;
import dev.countersign.it.Output;
import dev.countersign.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A reverse proxy as a child process, with the very configuration that {@code src/doc/proxies.md} gives: only
 * addresses, ports and paths differ. It listens on two ports of loopback, with TLS and without.
 */
public abstract class ReverseProxy implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    protected final Path folder;
    protected final int tlsPort = FreePort.next();
    protected final int plainPort = FreePort.next();

    /** The page with what its reader fills in. */
    protected final Page page;

    private final TestCertificate certificate;
    private final SSLContext trust;
    private Process process;
    private Output output;

    /** @param folder empty; everything of this proxy's own goes there */
    ReverseProxy(Path folder, Page page, int countersign, int application) throws Exception {
        this.folder = folder;
        // The worker processes may belong to another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.certificate = TestCertificate.ofLocalhost(folder);
        this.trust = certificate.trusting();
        this.page = page.with("127.0.0.1:8080", "127.0.0.1:" + countersign)
                .with("127.0.0.1:9000", "127.0.0.1:" + application)
                .with("/etc/ssl/api.example.both.pem", certificate.bothPem().toString())
                .with("/etc/ssl/api.example.pem", certificate.pem().toString())
                .with("/etc/ssl/api.example.key", certificate.keyPem().toString());
    }

    /** Writes the configuration; gives the command that runs the proxy in the foreground. */
    protected abstract ProcessBuilder install() throws IOException;

    /** Returns when it listens. */
    public final void start() throws Exception {
        process = install().directory(folder.toFile()).redirectErrorStream(true).start();
        output = Output.of(process.getInputStream());
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!(listens(tlsPort) && listens(plainPort))) {
            boolean ended = process.waitFor(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
            boolean late = System.nanoTime() - deadline > 0;
            assertThat(ended || late).as(() -> "it starts; it said:\n" + log()).isFalse();
        }
    }

    /** @param from a client's address: loopback has many, such as 127.0.0.2; no part of it is more than 127 */
    final RawConnection connect(String from) throws IOException {
        return new RawConnection(
                trust.getSocketFactory().createSocket(socket(from, tlsPort), "localhost", tlsPort, true));
    }

    /**
     * The same as a client that shows a certificate, if it is asked for one.
     *
     * @param own empty: it has none
     */
    public final RawConnection connect(String from, Optional<TestCertificate> own) throws Exception {
        SSLContext context = own.isPresent() ? own.get().presentingTo(certificate) : trust;
        return new RawConnection(
                context.getSocketFactory().createSocket(socket(from, tlsPort), "localhost", tlsPort, true));
    }

    /** Where it listens with TLS, on 127.0.0.1, as {@code localhost}. */
    public final int tlsPort() {
        return tlsPort;
    }

    /** The file with its certificate, which signed itself. */
    public final Path certificate() throws IOException, GeneralSecurityException {
        return certificate.pem();
    }

    final RawConnection connectWithoutTls(String from) throws IOException {
        return new RawConnection(socket(from, plainPort));
    }

    /** What it said so far. */
    public final String log() {
        return output.text();
    }

    @Override
    public final void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
            process.onExit().join();
        }
    }

    /** Whether the tests run as the one who may change to another user. */
    protected static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Socket socket(String from, int port) throws IOException {
        String[] parts = from.split("\\.", 4);
        byte[] address = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            address[i] = Byte.parseByte(parts[i]);
        }
        return new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByAddress(address), 0);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
