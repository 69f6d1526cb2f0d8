// A dialogue over everything else. The browser keeps the focus inside; keys that are pressed here stay here.
(() => {
  const SvDialog = {
    name: "SvDialog",
    emits: ["leave"],
    template: `<dialog ref="dialog" class="dialog" @cancel.prevent="$emit('leave')" @keydown="key" @click.self="$emit('leave')"><div class="dialog-body"><slot></slot></div></dialog>`,
    mounted() {
      this.before = document.activeElement;
      this.$refs.dialog.showModal();
    },
    beforeUnmount() {
      this.$refs.dialog.close();
      if (this.before && this.before.isConnected) this.before.focus({ preventScroll: true });
    },
    methods: {
      key(e) {
        e.stopPropagation();
        if (e.key !== "Escape") return;
        e.preventDefault();
        this.$emit("leave");
      },
    },
  };

  window.spine_viewer_parts = { ...(window.spine_viewer_parts || {}), SvDialog };
})();
