import modal

app = modal.App("voices")
