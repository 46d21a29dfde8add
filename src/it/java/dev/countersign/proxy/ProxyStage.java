package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Administrator;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.Visitor;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A proxy between clients with addresses of their own and an application, which asks a Countersign that trusts it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProxyStage {

    static final Page RECIPES = Page.at("src/doc/proxies.md");

    Application application;
    Gate gate;
    ReverseProxy proxy;
    String secret;

    /** As the header's value says it. */
    String right;

    private String administrator;
    private final AtomicInteger addresses = new AtomicInteger(100);
    private ExecutableWar countersign;

    /** @param folder empty */
    abstract ReverseProxy proxy(Path folder, Page page, int countersign, int application) throws Exception;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path folder) throws Exception {
        countersign = WarCommand.in(data)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .start();
        secret = new Administrator(countersign.url(), countersign.password())
                .register("\"client_id\":\"billing\",\"scope\":\"invoices:read invoices:write\"");
        right = Visitor.basic("billing", secret);
        administrator = Visitor.basic("admin", countersign.password());
        application = new Application();
        gate = new Gate(countersign.port());
        proxy = proxy(folder, RECIPES, gate.port(), application.port());
        proxy.start();
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable started : Arrays.<AutoCloseable>asList(proxy, gate, application, countersign)) {
            if (started != null) { // A start that failed has left some of them out.
                started.close();
            }
        }
    }

    @BeforeEach
    void countersignIsThereAndNothingHasArrived() throws IOException {
        gate.open();
        gate.asked();
        application.forget();
    }

    /** An address which no other test has spoilt by guessing. */
    final String newcomer() {
        int next = addresses.getAndIncrement();
        return "127.0." + next / 100 + '.' + (1 + next % 100);
    }

    /**
     * Reads the client through a proxy that compresses, changes it with the entity tag that came, and returns the tag.
     */
    final String tagOfAChange() throws IOException {
        Answer read = administer("GET", "", "Accept-Encoding: gzip");
        assertThat(read.status()).as(proxy.log()).isEqualTo(200);
        String tag = read.header("ETag").orElseThrow();
        String change = "{\"description\":\"changed\"}";

        Answer changed = administer(
                "PATCH",
                change,
                "If-Match: " + tag,
                "Accept-Encoding: gzip",
                "Content-Type: application/merge-patch+json",
                "Content-Length: " + change.length());

        assertThat(changed.status()).as(tag).isEqualTo(200);
        return tag;
    }

    /** As the metadata have to name it. */
    final String issuer() {
        return countersign.url();
    }

    private Answer administer(String method, String body, String... fields) throws IOException {
        try (RawConnection connection = proxy.connect(newcomer())) {
            String head = request(method, "/countersign/admin/clients/billing", fields)
                    .replace("Host: api.example", "Host: localhost\r\nAuthorization: " + administrator);
            return connection.send(head + body);
        }
    }

    final String authorization() {
        return "Authorization: " + right;
    }

    /** Over TLS, on a connection of its own, from an address of its own. */
    final Answer get(String path, String... fields) throws IOException {
        return getFrom(newcomer(), path, fields);
    }

    final Answer getFrom(String address, String path, String... fields) throws IOException {
        try (RawConnection connection = proxy.connect(address)) {
            return connection.send(request("GET", path, fields));
        }
    }

    /** Without a body. */
    static String request(String method, String path, String... fields) {
        StringBuilder text = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: api.example\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return text.append("\r\n").toString();
    }
}
