package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit trail as JSON Lines. */
class EventLinesTest {

    private static final int MORE_THAN_A_PAGE = 1203;

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyEventIsALineTheOldestFirst() throws Exception {
        noteMany();

        Reply reply = lines("/admin/events");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).startsWith("application/jsonl");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        List<Long> ids = ids(reply);
        assertThat(ids).hasSizeGreaterThanOrEqualTo(MORE_THAN_A_PAGE).isSorted().doesNotHaveDuplicates();
        assertThat(reply.body()).endsWith("}\n");
        assertThat(event(reply.body().lines().reduce((one, other) -> other).orElseThrow()))
                .containsEntry("actor", "person:ada")
                .containsEntry("action", "client.try")
                .containsEntry("client_id", "billing")
                .containsEntry("detail", "line\nbreak " + (MORE_THAN_A_PAGE - 1));
    }

    @Test
    void itIsTakenUpWhereItEnded() throws Exception {
        noteMany();
        List<Long> all = ids(lines("/admin/events"));
        long middle = all.get(700);

        assertThat(ids(lines("/admin/events?after=" + middle))).isEqualTo(all.subList(701, all.size()));
        long last = all.get(all.size() - 1);
        Reply none = lines("/admin/events?after=" + last);
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.body()).isEmpty();
        server.registry.note(new ClientId("other"), new Change("person:ada", "client.try", "refused"));
        assertThat(ids(lines("/admin/events?after=" + last))).hasSize(1);
        assertThat(ids(lines("/admin/events?client=other"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"after=x, after", "after=-1, after", "limit=5, limit", "client=%20, client"})
    void aWrongParameterIsTold(String query, String field) throws Exception {
        Reply reply = lines("/admin/events?" + query);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
    }

    /** What is preferred is JSON, unless lines are asked for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | false",
                "*/* | false",
                "application/jsonl | true",
                "APPLICATION/JSONL;q=0.5 | true",
                "application/jsonl, */*;q=0.1 | true",
                "application/jsonl, application/json | false",
                "application/jsonl;q=0.9, application/json;q=0.1, */* | true",
                "application/jsonl;q=0 | false",
                "application/x-ndjson | false",
                "text/html | false"
            })
    void whichOneIsSentIsSaidByAccept(String accept, boolean lines) throws Exception {
        Reply reply = script.header("Accept", accept).get("/admin/events");

        assertThat(reply.header("Content-Type").replaceFirst(";.*", ""))
                .isEqualTo(lines ? "application/jsonl" : "application/json");
        assertThat(reply.header("Vary")).contains("Accept");
    }

    @Test
    void gen11_anOutageBeforeTheFirstLineIsA503() throws Exception {
        server.registry.failFollowingAfter(0);

        assertThat(lines("/admin/events").status()).isEqualTo(503);
    }

    /** The connection is closed without the end of the body, which a client library tells by an error. */
    @Test
    void gen11_anOutageInTheMiddleIsNoEnd() throws Exception {
        noteMany();
        server.registry.failFollowingAfter(600);

        assertThatThrownBy(() -> lines("/admin/events")).isInstanceOf(IOException.class);
    }

    private void noteMany() {
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            server.registry.note(new ClientId("billing"), new Change("person:ada", "client.try", "line\nbreak " + i));
        }
    }

    private Reply lines(String path) throws Exception {
        return script.header("Accept", "application/jsonl").get(path);
    }

    private static List<Long> ids(Reply reply) {
        List<Long> ids = new ArrayList<>();
        for (String line : reply.body().lines().toList()) {
            ids.add(((Number) event(line).getOrDefault("id", 0)).longValue());
        }
        return ids;
    }

    private static Map<String, Object> event(String line) {
        return JsonText.read(line.getBytes(StandardCharsets.UTF_8));
    }
}
