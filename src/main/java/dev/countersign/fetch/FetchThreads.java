package dev.countersign.fetch;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes daemon threads that inherit nothing from the request that happened to start them, such as thread-locals.
 * Thread-safe.
 */
final class FetchThreads implements ThreadFactory {

    /** In bytes; 0 is the platform's default. */
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
