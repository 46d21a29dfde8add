package dev.countersign.fetch;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads that keep no server from stopping and take nothing over from the request that happened to start them. Thread-safe. */
final class FetchThreads implements ThreadFactory {

    /** In bytes: the platform's own choice. */
    private static final long STACK = 0;

    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    FetchThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, name + "-" + made.incrementAndGet(), STACK, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(FetchThreads.class.getClassLoader());
        return thread;
    }
}
