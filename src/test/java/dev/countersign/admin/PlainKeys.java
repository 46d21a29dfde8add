package dev.countersign.admin;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.keys.KeyType;
import dev.countersign.manage.KeyDescriber;
import dev.countersign.manage.KeyImporter;
import dev.countersign.manage.KeyPairIssuer;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyUpload;
import dev.countersign.manage.UnacceptableKeyException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes, reads and describes keys for a test. A file has a line for each key: {@code certificate <key>}, {@code
 * certificate <key> renewed} or {@code key <key>}; what is registered is the line. A key that begins with {@code ec} is
 * an elliptic one. Remembers what it was handed, to be looked at. Thread-safe.
 */
final class PlainKeys implements KeyPairIssuer, KeyImporter, KeyDescriber {

    /** What every private key that is made begins with: planted, to be searched for. */
    static final String PLANT = "planted-private-key-";

    static final String SUBJECT = "CN=<script>alert(1)</script>,O=\"&'";

    private final InstantSource clock;
    private final AtomicInteger count = new AtomicInteger();
    private final List<KeyPairOrder> orders = new ArrayList<>();
    private final List<KeyUpload> uploads = new ArrayList<>();
    private final List<Secret> archives = new ArrayList<>();
    private Runnable meanwhile = () -> {};

    PlainKeys(InstantSource clock) {
        this.clock = clock;
    }

    /** Happens while a key is being made or read. */
    synchronized void meanwhile(Runnable what) {
        meanwhile = what;
    }

    synchronized List<KeyPairOrder> orders() {
        return List.copyOf(orders);
    }

    synchronized List<KeyUpload> uploads() {
        return List.copyOf(uploads);
    }

    synchronized List<Secret> archives() {
        return List.copyOf(archives);
    }

    @Override
    public synchronized IssuedKeyPair issue(ClientId client, KeyPairOrder order) {
        orders.add(order);
        if (order.alias().equals("refused")) {
            throw new UnacceptableKeyException("alias", "Not this one.");
        }
        ClientCertificate made = registered("certificate made-" + (count.get() + 1), order.alias());
        String password = order.storePassword()
                .map(secret -> new String(secret.bytes(), StandardCharsets.UTF_8))
                .orElse("-");
        String text = PLANT + count + " " + order.format() + " " + order.alias() + " " + order.type() + " "
                + order.validity() + " " + password.length();
        Secret archive = new Secret(text.getBytes(StandardCharsets.UTF_8));
        archives.add(archive);
        meanwhile.run();
        return new IssuedKeyPair(made, archive);
    }

    @Override
    public synchronized ImportedKeys read(KeyUpload upload) {
        uploads.add(upload);
        String text = new String(upload.content().bytes(), StandardCharsets.UTF_8);
        if (text.startsWith("weak")) {
            throw new UnacceptableKeyException("file", "The key is too weak.");
        }
        List<ClientCertificate> keys = text.lines()
                .filter(line -> !line.startsWith(PLANT))
                .map(line -> registered(line, upload.alias().orElse("")))
                .toList();
        List<String> warnings =
                text.contains(PLANT) ? List.of("There was a private key in it, which should not travel.") : List.of();
        meanwhile.run();
        return new ImportedKeys(keys, warnings);
    }

    @Override
    public KeyDescription describe(ClientCertificate registered) {
        String line = new String(Base64.getDecoder().decode(registered.der()), StandardCharsets.UTF_8);
        String key = line.substring(line.indexOf(' ') + 1).replace(" renewed", "");
        if (key.equals("corrupt")) {
            throw new UnacceptableKeyException("file", "It cannot be read any more.");
        }
        return new KeyDescription(
                key.startsWith("ec") ? new KeyType("EC", 256) : new KeyType("RSA", 3072),
                "thumbprint-" + key,
                "sha256-of-" + key,
                registered.notAfter().map(end -> new CertificateText(SUBJECT, SUBJECT, "2a", AdminServer.START, end)));
    }

    @Override
    public KeyType describe(PublicKey key) {
        throw new UnsupportedOperationException();
    }

    /** Of a line such as {@code key <key> as <kid>}. */
    ClientCertificate registered(String line, String alias) {
        String[] words = line.split(" as ", 2);
        boolean bare = line.startsWith("key ");
        Instant now = clock.instant();
        return new ClientCertificate(
                "certificate-" + count.incrementAndGet(),
                words.length == 2 ? words[1] : "thumbprint-" + line.substring(line.indexOf(' ') + 1),
                alias,
                bare ? Kind.PUBLIC_KEY : Kind.CERTIFICATE,
                Base64.getEncoder().encodeToString(words[0].getBytes(StandardCharsets.UTF_8)),
                now,
                bare ? Optional.empty() : Optional.of(now.plus(Duration.ofDays(365))),
                Optional.empty());
    }
}
