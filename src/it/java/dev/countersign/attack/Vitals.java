package dev.countersign.attack;

import dev.countersign.it.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server process holds. Linux, and a JDK's {@code jcmd}. */
final class Vitals {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final ProcessHandle server;

    Vitals(ProcessHandle server) {
        this.server = server;
    }

    long residentMegabytes() throws IOException {
        return status("VmRSS") / 1024;
    }

    long threads() throws IOException {
        return status("Threads");
    }

    /** Of the heap, after a full collection. */
    long liveMegabytes() throws IOException, InterruptedException {
        String histogram = Shell.run("\"$JCMD\" \"$PID\" GC.class_histogram | tail -n 1", variables());
        Matcher matcher = TOTAL.matcher(histogram);
        if (!matcher.find()) {
            throw new AssertionError("not a histogram: " + histogram);
        }
        return Long.parseLong(matcher.group(1)) >> 20;
    }

    private Map<String, String> variables() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Map.of("JCMD", jcmd, "PID", Long.toString(server.pid()));
    }

    private long status(String field) throws IOException {
        return Files.readString(Path.of("/proc/" + server.pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
