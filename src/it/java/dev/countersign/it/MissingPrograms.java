package dev.countersign.it;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;

/** Says at the end of the build which tests did not run, and what to install. */
public final class MissingPrograms {

    private MissingPrograms() {}

    public static void main(String... arguments) throws IOException {
        if (!Files.exists(Program.REPORT)) {
            return;
        }
        List<String> skipped = Files.readAllLines(Program.REPORT);
        Files.delete(Program.REPORT);
        System.out.println("[WARNING] ======================================================================");
        System.out.println("[WARNING] NOT ALL TESTS HAVE RUN. Skipped, since a program is missing:");
        for (String name : new TreeSet<>(skipped)) {
            long tests = skipped.stream().filter(name::equals).count();
            System.out.println("[WARNING]   " + tests + " tests or classes: "
                    + Program.valueOf(name).hint());
        }
        System.out.println("[WARNING] ======================================================================");
    }
}
