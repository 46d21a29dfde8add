package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.countersign.it.AssertionSigner;
import dev.countersign.it.KeySetServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.Notification;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** The key cache as an operator has it in hand, through a real JMX connector. */
interface KeyCacheScenario extends Scenario {

    long PATIENCE_SECONDS = 10;

    InstantSource CLOCK = InstantSource.system();

    /** Where the scenario's clients publish; the server may fetch from there. */
    KeySetServer publisher();

    @Test
    default void key7_aWithdrawnKeyIsGoneAsSoonAsTheClientIsCleared() throws Exception {
        PublicJsonWebKey key = AssertionSigner.rsa("cleared-1");
        try (KeyCacheBean bean = new KeyCacheBean(running().server())) {
            registerAndSignIn("cleared", key);
            CompositeData entry = bean.entry("cleared").orElseThrow();
            assertThat((String[]) entry.get("keys")).containsExactly("cleared-1");
            assertThat(entry.get("client")).isEqualTo("cleared");
            assertThat(entry.get("lastError")).isEqualTo("");
            assertThat(Instant.parse((String) entry.get("expiresAt")))
                    .isAfter(Instant.parse((String) entry.get("fetchedAt")))
                    .isAfter(CLOCK.instant());
            BlockingQueue<Notification> told = bean.listen();
            KeyCacheBean.Numbers before = bean.numbers();
            int fetches = publisher().fetches();
            assertThat(before.size()).isEqualTo(bean.clients().size());

            publisher().publish(AssertionSigner.keySet());
            assertThat(signIn("cleared", key)).as("from the cache").isEqualTo(204);
            assertThat(bean.numbers().minus(before)).isEqualTo(new KeyCacheBean.Numbers(0, 1, 0, 0, 0));
            assertThat(publisher().fetches()).isEqualTo(fetches);

            assertThat(bean.clearClient("cleared")).isEqualTo(1);
            assertTold(bean, told, 1);
            assertThat(bean.entry("cleared")).isEmpty();
            assertThat(bean.clearClient("cleared")).isZero();
            assertTold(bean, told, 0);
            assertThat(signIn("cleared", key)).isEqualTo(401);
            assertThat(publisher().fetches()).isEqualTo(fetches + 1);
            assertThat((String[]) bean.entry("cleared").orElseThrow().get("keys"))
                    .isEmpty();
            assertThat(bean.numbers().minus(before)).isEqualTo(new KeyCacheBean.Numbers(0, 1, 1, 1, 0));
        }
    }

    @Test
    default void key7_aWithdrawnKeyIsGoneAsSoonAsAllIsCleared() throws Exception {
        PublicJsonWebKey key = AssertionSigner.key("ES256", "swept-1");
        try (KeyCacheBean bean = new KeyCacheBean(running().server())) {
            registerAndSignIn("swept", key);
            publisher().publish(AssertionSigner.keySet());
            assertThat(signIn("swept", key)).as("from the cache").isEqualTo(204);
            BlockingQueue<Notification> told = bean.listen();
            int kept = bean.numbers().size();
            int fetches = publisher().fetches();
            assertThat(kept).isPositive();

            assertThat(bean.clear()).isEqualTo(kept);
            assertTold(bean, told, kept);
            assertThat(bean.numbers().size()).isZero();
            assertThat(bean.clients()).isEmpty();
            assertThat(signIn("swept", key)).isEqualTo(401);
            assertThat(publisher().fetches()).isEqualTo(fetches + 1);

            publisher().publish(AssertionSigner.keySet(key));
            bean.clear();
            assertThat(signIn("swept", key)).isEqualTo(204);
            assertThat(publisher().fetches()).isEqualTo(fetches + 2);
        }
    }

    /** A reader needs only the platform's own classes. */
    @Test
    default void key7_anIdThatNobodyCanHaveIsRefusedInWords() throws Exception {
        try (KeyCacheBean bean = new KeyCacheBean(running().server())) {
            BlockingQueue<Notification> told = bean.listen();
            for (String impossible : List.of("", " edge", "ünï", "x".repeat(256))) {
                Throwable thrown = catchThrowable(() -> bean.clearClient(impossible));
                assertThat(thrown)
                        .isInstanceOf(RuntimeMBeanException.class)
                        .cause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("a client id has ");
                assertThat(Stream.iterate(thrown, cause -> cause != null, Throwable::getCause))
                        .allMatch(cause -> cause.getClass().getName().matches("javax?\\..*"));
            }
            // The first that arrives is of the first that was cleared.
            bean.clearClient("nobody-s");
            assertTold(bean, told, 0);
            assertThat(told).isEmpty();
        }
    }

    private static void assertTold(KeyCacheBean bean, BlockingQueue<Notification> heard, int cleared) throws Exception {
        Notification told = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(told).isNotNull();
        assertThat(told.getType()).isEqualTo("dev.countersign.keycache.cleared");
        assertThat(told.getUserData()).isEqualTo(cleared);
        assertThat(told.getSource()).isEqualTo(bean.name());
        assertThat(bean.lastCleared().toEpochMilli()).isEqualTo(told.getTimeStamp());
    }

    /** Registers the client, and returns when its keys are kept until we clear them. */
    private void registerAndSignIn(String id, PublicJsonWebKey key) throws Exception {
        publisher().publish(AssertionSigner.keySet(key));
        String source = "\"jwks_uri\":\"" + publisher().origin() + '/' + id + '"';
        HttpResponse<String> created = script().post("/clients", AssertionSigner.registration(id, source));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(signIn(id, key)).as(running()::log).isEqualTo(204);
    }

    private int signIn(String id, PublicJsonWebKey key) throws Exception {
        String assertion = new AssertionSigner(running().url()).signed(id, key);
        return visitor().post("/verify", FORM, AssertionSigner.form(assertion)).statusCode();
    }
}
