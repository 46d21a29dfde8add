package dev.countersign.declare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Carries the steps of a plan out: new clients many by a call, and several calls at a time. Thread-safe.
 *
 * @param out takes lines for people
 */
record Changes(AdminRest server, NewClients newClients, Consumer<String> out) {

    /** So many calls are under way at a time. */
    private static final int PARALLEL_CALLS = 8;

    /** How many failed; each is told. */
    int carryOut(List<Step> steps) throws DeclarationException {
        ExecutorService callers = Executors.newFixedThreadPool(PARALLEL_CALLS);
        try {
            int failures = 0;
            for (Future<List<End>> work : callers.invokeAll(work(steps))) {
                for (End end : work.get()) {
                    end.lines().forEach(out);
                    failures += end.failed() ? 1 : 0;
                }
            }
            return failures;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeclarationException("interrupted: a part of the plan may be done", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            callers.shutdownNow();
        }
    }

    private List<Callable<List<End>>> work(List<Step> steps) {
        List<Callable<List<End>>> work = new ArrayList<>();
        NewClients.batches(
                        steps.stream().filter(step -> step.present().isEmpty()).toList())
                .forEach(batch -> work.add(() -> newClients.create(batch)));
        steps.stream()
                .filter(step -> step.present().isPresent())
                .forEach(step -> work.add(() -> List.of(End.of(step, () -> carryOut(step)))));
        return work;
    }

    /** Returns what people must be told besides. */
    private List<String> carryOut(Step step) throws DeclarationException {
        Map<String, Object> present = step.present().orElseThrow();
        if (step.wanted().isEmpty()) {
            server.delete(present);
            return List.of();
        }
        if (server.replace(present, step.wanted().get()).status() == 412) {
            Step again = step.anew(server.read(present));
            if (again.changes()
                    && server.replace(
                                            again.present().orElseThrow(),
                                            again.wanted().orElseThrow())
                                    .status()
                            == 412) {
                throw new DeclarationException("it was changed by others meanwhile, twice: apply again");
            }
        }
        if (step.lacksSecrets()) {
            newClients.bring(step, present);
        }
        return List.of();
    }
}
