package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewClientsTest {

    @Test
    void eachClientIsInOneBatchAndTheyStayInOrder() {
        List<Step> steps =
                IntStream.range(0, 120).mapToObj(i -> step("c" + i, "")).toList();

        List<List<Step>> batches = NewClients.batches(steps);

        assertThat(batches).extracting(List::size).containsExactly(50, 50, 20);
        assertThat(batches.stream().flatMap(List::stream)).isEqualTo(steps);
        assertThat(NewClients.batches(List.of())).isEmpty();
    }

    @Test
    void aBatchIsNoLongerThanTheServerTakes() {
        List<Step> steps = List.of(
                step("a", "d".repeat(100_000)),
                step("b", "d".repeat(100_000)),
                step("c", "d".repeat(100_000)),
                step("d", "d".repeat(2_000_000)),
                step("e", ""),
                step("f", ""));

        assertThat(NewClients.batches(steps)).extracting(List::size).containsExactly(2, 1, 1, 2);
    }

    private static Step step(String id, String description) {
        Map<String, Object> members = Map.of("client_id", id, "description", description);
        return Step.of(new DeclaredClient(id, members, "clients.yaml"), Optional.empty());
    }
}
